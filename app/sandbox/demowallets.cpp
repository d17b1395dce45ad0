#include "app/sandbox/demowallets.h"

#include "core/base/files.h"
#include "core/crypto/mnemonic.h"
#include "core/crypto/ss58.h"
#include "core/secrets/secret.h"
#include "core/wallet/keyfilewriter.h"
#include "core/wallet/keypair.h"

#include <QByteArray>
#include <QFileInfo>
#include <QStringList>

#include <sodium.h>

#include <array>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

/// A hotkey file that PyPI's bittensor-wallet 4.1.1 encrypted with the password "canopy". Its key
/// is as public as this file and must not be used for anything but the sandbox.
constexpr QByteArrayView vaultKeyfile =
    "JE5BQ0xSahdznHcRpQK7Y9HhsUl+z/2KJH9JZCm1wY6gp2iR3PUeP/N0aXRPM90Evx21tIdDlvCO"
    "Jkjb2kMQslD60VE+dX4XcMsJ5OMZTyKSRjkDlk8KWdV+gXYfNhUYqzXeMJSjINC25W2exptuRIL7"
    "Txo9uBS4xLH//QpZImvsgF9gFc8NyJjHcS1JL95pplcvNltvuTjQkmhpb7gSNM8xcr36/qSizEEy"
    "waT29pPSdqCd3xsJf5hTtDe2xSx+qcqambKn4b8ds63idjpgJJN9QhdHwGjcj5f42ggKAkiS14sw"
    "23uz6S23ltNMILMEHQUFIi9YvO6Q/3vyHiCq82ALQEAtQfXtKrhsL91bMqFwGCm4r6HgJw5GwiAh"
    "qDBeyiGLLFxLatess5n2iWwz5toZdZJY0XTbwAI9Qk+rg0kevGoW5o5T2Q0w/o8X4TfgyIxWeisF"
    "jv59kzxk95B/Cmf743k5vZDozzsG3vfMYm7Sh+paLa+js8vLbvVh/duOdvj5BOrItkT8StE8yfJH"
    "VJHqpYXQc68hMZX/pHB88+jr55++kanAm2SFh/0OOY42GeneeaPOt7hOz5n8dgPVkVqiQOs8hWf1"
    "SGKlW6UAVI2O/rFJ4l9LGmySrUBdOUKu9XLKBY7qXgIwCnIa50vpOZhefhYWqn1fSjunKqwdl1nW"
    "eS1a3+TSkVrIk4j4afYxwdgOGRcZL4PJxgMANKw8O4lE2QxDeYiecX1AAj5ajDoALj+s/+wGT5yL"
    "u1pP1Io7Ll3Ay74bw1Z4/5w3FjvQM0yZu38=";
constexpr QStringView vaultAddress = u"5HeK3HL5tTGjzUSk4ejfJmMTG7g9NsF2WMaSjovtAvbSCF5c";

struct NewKey
{
    KeyPair pair;
    Secret phrase;
};

Result<NewKey> newKey(RandomSource &random)
{
    std::array<std::uint8_t, 16> entropy{};
    std::array<char, 256> words{};
    random.fill(entropy);
    const std::size_t length = mnemonic::phrase(entropy, words);
    Secret phrase = Secret::copyOf({words.data(), static_cast<qsizetype>(length)});
    const Secret seed = Secret::filled(32, [&](std::span<std::uint8_t> out) {
        mnemonic::miniSecret(entropy, {}, out.first<32>());
    });
    sodium_memzero(entropy.data(), entropy.size());
    sodium_memzero(words.data(), words.size());
    auto pair = KeyPair::fromSeed(seed);
    if (!pair)
        return failure(pair.error());
    return NewKey{.pair = *std::move(pair), .phrase = std::move(phrase)};
}

Result<Done> writeHotkey(const QString &folder, const QString &name, RandomSource &random)
{
    const auto key = newKey(random);
    if (!key)
        return failure(key.error());
    const auto text = keyfileJson(key->pair, key->phrase);
    if (!text)
        return failure(text.error());
    if (auto written = createFile(folder + u'/' + name, text->view()); !written)
        return written;
    return createFile(folder + u'/' + name + u"pub.txt", publicKeyfileJson(key->pair.address()));
}

Result<Done> writeVault(const QString &folder)
{
    const auto address = Ss58Address::parse(vaultAddress);
    if (!address)
        return failure(Error::Code::FileDamaged, u"the vault's own address"_s);
    if (auto written = createFile(folder + u"/vault",
                                  QByteArray::fromBase64(vaultKeyfile.toByteArray()));
        !written)
        return written;
    return createFile(folder + u"/vaultpub.txt", publicKeyfileJson(*address));
}

struct Plan
{
    QString name;
    QStringList hotkeys;
    bool hasColdkey = true;
    bool hasVault = false;
};

Result<Done> makeWallet(const QString &folder, const Plan &plan, RandomSource &random)
{
    const QString wallet = folder + u'/' + plan.name;
    if (QFileInfo::exists(wallet))
        return Done();
    const QString hotkeys = wallet + u"/hotkeys";
    if (auto made = makePrivateFolder(hotkeys); !made)
        return made;
    if (plan.hasColdkey) {
        const auto coldkey = newKey(random);
        if (!coldkey)
            return failure(coldkey.error());
        if (auto written = createFile(wallet + u"/coldkeypub.txt",
                                      publicKeyfileJson(coldkey->pair.address()));
            !written)
            return written;
    }
    for (const QString &name : plan.hotkeys) {
        if (auto written = writeHotkey(hotkeys, name, random); !written)
            return written;
    }
    return plan.hasVault ? writeVault(hotkeys) : Done();
}

} // namespace

Result<Done> makeDemoWallets(const QString &folder, RandomSource &random)
{
    const std::array plans{
        Plan{.name = u"demo"_s, .hotkeys = {u"default"_s, u"chutes"_s}, .hasVault = true},
        Plan{.name = u"validator"_s, .hotkeys = {u"default"_s}},
        Plan{.name = u"old-laptop"_s, .hotkeys = {u"default"_s}, .hasColdkey = false},
    };
    if (auto made = makePrivateFolder(folder); !made)
        return made;
    for (const Plan &plan : plans) {
        if (auto made = makeWallet(folder, plan, random); !made)
            return made;
    }
    return Done();
}

} // namespace canopy::sandbox
