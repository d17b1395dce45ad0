#include "core/secrets/secret.h"

#include <QProcess>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstring>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace canopy;

static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(!std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);
static_assert(std::is_nothrow_move_assignable_v<Secret>);
static_assert(!std::is_constructible_v<Secret, QString>);
static_assert(!std::is_constructible_v<Secret, QByteArray>);
static_assert(!std::is_constructible_v<Secret, const char *>);
static_assert(!std::is_convertible_v<Secret, QByteArray>);
static_assert(!std::is_convertible_v<Secret, QString>);
static_assert(!std::is_convertible_v<SecretView, QByteArray>);
static_assert(!std::is_copy_constructible_v<SecretView>);

namespace {

constexpr auto childSwitch = "--child"_L1;

QByteArray sample(int size, int seed = 0)
{
    QByteArray bytes(size, '\0');
    for (int i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 31 + seed * 17 + 5) & 0xff);
    return bytes;
}

/// Without CAP_IPC_LOCK, so that the limit holds for root too.
void limitLockedMemory(rlim_t bytes)
{
    const rlimit limit{.rlim_cur = bytes, .rlim_max = bytes};
    setrlimit(RLIMIT_MEMLOCK, &limit);
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    const __user_cap_data_struct none[2]{};
    syscall(SYS_capset, &header, none);
}

/// What must happen in a process of its own. Returns the exit code, if it gets that far.
int child(const QString &what)
{
    if (what == "plain"_L1)
        return prepareSecretMemory() ? prctl(PR_GET_DUMPABLE) : 99;
    if (what == "locked-64k"_L1)
        limitLockedMemory(rlim_t{64} * 1024);
    if (what == "locked-0"_L1)
        limitLockedMemory(0);
    if (!prepareSecretMemory())
        return 99;
    Secret secret = Secret::copyOf("0123456789abcdef0123456789abcdef");
    if (what.startsWith("locked"_L1)) {
        const bool intact = secret.view().bytes() == "0123456789abcdef0123456789abcdef";
        return !intact ? 98 : Secret::memoryIsLocked() ? 1 : 0;
    }
    const char *stale = secret.view().bytes().data();
    const volatile char *read = stale;
    if (what == "stale"_L1)
        return *read;
    if (what == "freed"_L1) {
        secret = Secret();
        return *read;
    }
    if (what == "write"_L1) {
        const SecretView view = secret.view();
        *const_cast<volatile char *>(view.bytes().data()) = 'x';
        return 0;
    }
    if (what == "beyond"_L1) {
        const Secret large = Secret::copyOf(sample(5000));
        const SecretView view = large.view();
        const volatile char *end = view.bytes().data() + view.size();
        return *end;
    }
    return 97;
}

struct Ended
{
    QProcess::ExitStatus status;
    int code;
};

Ended run(const QString &what, const QString &tracing = {})
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"CANOPY_ALLOW_TRACING"_s, tracing);
    // A sanitizer would turn the crash into an ordinary end.
    environment.insert(u"ASAN_OPTIONS"_s, u"handle_segv=0:detect_leaks=0"_s);
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), {childSwitch, what});
    if (!process.waitForFinished())
        return {QProcess::NormalExit, -1};
    return {process.exitStatus(), process.exitCode()};
}

} // namespace

class TestSecret : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void keepsBytes_data();
    void keepsBytes();
    void isEmptyByDefault();
    void moves();
    void clones();
    void comparesContents();
    void takingEmptiesTheSource();
    void takingLeavesSharedBytesAlone();
    void takesTextAsUtf8();
    void isWipedWhenFreed();
    void survivesOneViewOfMany();
    void fillsMoreThanOneArena();
    void reusesWhatWasFreed();
    void worksOnManyThreads();
    void printsItsSizeOnly();
    void locksMemory_data();
    void locksMemory();
    void crashesOnMisuse_data();
    void crashesOnMisuse();
    void refusesDumps();
};

void TestSecret::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestSecret::keepsBytes_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {1, 15, 16, 17, 32, 64, 4095, 4096, 4097, 60 * 1024, 1 << 20})
        QTest::addRow("%d", size) << size;
}

void TestSecret::keepsBytes()
{
    QFETCH(const int, size);
    const Secret secret = Secret::copyOf(sample(size));
    QCOMPARE(secret.size(), size);
    QVERIFY(secret.view().bytes() == sample(size));
    const Secret filled = Secret::filled(size, [](std::span<std::uint8_t> to) {
        std::ranges::fill(to, std::uint8_t{0x5a});
    });
    QVERIFY(filled.view().bytes() == QByteArray(size, '\x5a'));
    QVERIFY(secret.view().bytes() == sample(size));
}

void TestSecret::isEmptyByDefault()
{
    const Secret none;
    QVERIFY(none.isEmpty());
    QCOMPARE(none.view().size(), 0);
    QVERIFY(none.equals(Secret::copyOf({})));
    QVERIFY(none.clone().isEmpty());
    QVERIFY(Secret::takeText(QString()).isEmpty());
}

void TestSecret::moves()
{
    Secret first = Secret::copyOf("first");
    Secret second = std::move(first);
    QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): what is left is the point
    QVERIFY(second.view().bytes() == "first");
    second = Secret::copyOf("other");
    QVERIFY(second.view().bytes() == "other");
    Secret &same = second;
    second = std::move(same);
    QVERIFY(second.view().bytes() == "other");

    SecretView view = second.view();
    const SecretView moved = std::move(view);
    QVERIFY(moved.bytes() == "other");
}

void TestSecret::clones()
{
    Secret original = Secret::copyOf("a secret");
    const Secret copy = original.clone();
    original = Secret();
    QVERIFY(copy.view().bytes() == "a secret");
}

void TestSecret::comparesContents()
{
    const Secret secret = Secret::copyOf("abcdef");
    QVERIFY(secret.equals(Secret::copyOf("abcdef")));
    QVERIFY(secret.equals(secret));
    QVERIFY(!secret.equals(Secret::copyOf("abcdeg")));
    QVERIFY(!secret.equals(Secret::copyOf("abcde")));
    QVERIFY(!secret.equals(Secret()));
}

void TestSecret::takingEmptiesTheSource()
{
    QByteArray bytes = sample(64);
    const Secret secret = Secret::take(std::move(bytes));
    QVERIFY(secret.view().bytes() == sample(64));
    QVERIFY(bytes.isEmpty()); // NOLINT(bugprone-use-after-move): what is left is the point
}

void TestSecret::takingLeavesSharedBytesAlone()
{
    QByteArray bytes = sample(40);
    const QByteArray other = bytes;
    const Secret secret = Secret::take(std::move(bytes));
    QCOMPARE(other, sample(40));
    QVERIFY(secret.view().bytes() == other);
    const Secret literal = Secret::take("a literal"_qba);
    QVERIFY(literal.view().bytes() == "a literal");
}

void TestSecret::takesTextAsUtf8()
{
    QString text = u"p\u00e4ss \U0001F511 \u202ertl"_s;
    text.detach();
    const QByteArray expected = text.toUtf8();
    const Secret secret = Secret::takeText(std::move(text));
    QVERIFY(secret.view().bytes() == expected);
    QVERIFY(text.isEmpty()); // NOLINT(bugprone-use-after-move): what is left is the point
}

void TestSecret::isWipedWhenFreed()
{
    // A neighbour that is looked at keeps the arena readable.
    const Secret neighbour = Secret::copyOf("neighbour");
    const SecretView open = neighbour.view();
    Secret secret = Secret::copyOf(sample(64));
    const char *const stale = secret.view().bytes().data();
    QVERIFY(std::memcmp(stale, sample(64).constData(), 64) == 0);
    secret = Secret();
    QVERIFY(std::memcmp(stale, QByteArray(64, '\0').constData(), 64) == 0);
    QVERIFY(open.bytes() == "neighbour");
}

void TestSecret::survivesOneViewOfMany()
{
    const Secret secret = Secret::copyOf("looked at twice");
    const SecretView first = secret.view();
    {
        const SecretView second = secret.view();
        const Secret written = Secret::copyOf("written meanwhile");
        QVERIFY(second.bytes() == "looked at twice");
    }
    QVERIFY(first.bytes() == "looked at twice");
}

void TestSecret::fillsMoreThanOneArena()
{
    std::vector<Secret> secrets;
    for (int i = 0; i < 3000; ++i)
        secrets.push_back(Secret::copyOf(sample(1 + i % 200, i)));
    for (int i = 0; i < 3000; ++i)
        QVERIFY(secrets[static_cast<std::size_t>(i)].view().bytes() == sample(1 + i % 200, i));
    // Every second one goes; the others must not notice.
    for (std::size_t i = 0; i < secrets.size(); i += 2)
        secrets[i] = Secret();
    for (int i = 1; i < 3000; i += 2)
        QVERIFY(secrets[static_cast<std::size_t>(i)].view().bytes() == sample(1 + i % 200, i));
}

void TestSecret::reusesWhatWasFreed()
{
    const Secret neighbour = Secret::copyOf("neighbour");
    const SecretView open = neighbour.view();
    Secret secret = Secret::copyOf(sample(48));
    const char *const first = secret.view().bytes().data();
    secret = Secret();
    const Secret next = Secret::copyOf(sample(48, 1));
    QCOMPARE(static_cast<const void *>(next.view().bytes().data()),
             static_cast<const void *>(first));
}

void TestSecret::worksOnManyThreads()
{
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([thread, &wrong] {
            std::vector<Secret> kept;
            for (int i = 0; i < 1000; ++i) {
                const QByteArray bytes = sample(1 + (i * 7 + thread) % 300, i + thread);
                kept.push_back(Secret::copyOf(bytes));
                if (!(kept.back().clone().view().bytes() == bytes))
                    ++wrong;
                if (kept.size() > 20)
                    kept.erase(kept.begin());
            }
        });
    }
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

void TestSecret::printsItsSizeOnly()
{
    QString text;
    QDebug(&text) << Secret::copyOf("hunter2hunter2");
    QCOMPARE(text.trimmed(), u"Secret(14 bytes)"_s);
}

void TestSecret::locksMemory_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("isLocked");
    QTest::newRow("no limit reached") << u"locked"_s << 1;
    QTest::newRow("64 KiB is enough") << u"locked-64k"_s << 1;
#ifndef __SANITIZE_ADDRESS__ // its mlock() succeeds and does nothing
    QTest::newRow("nothing may be locked") << u"locked-0"_s << 0;
#endif
}

void TestSecret::locksMemory()
{
    QFETCH(const QString, what);
    const auto ended = run(what);
    QCOMPARE(ended.status, QProcess::NormalExit);
    QTEST(ended.code, "isLocked");
}

void TestSecret::crashesOnMisuse_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("read after the last view is gone") << u"stale"_s;
    QTest::newRow("read after the secret is gone") << u"freed"_s;
    QTest::newRow("write through a view") << u"write"_s;
    QTest::newRow("read behind the end of a large one") << u"beyond"_s;
}

void TestSecret::crashesOnMisuse()
{
    QFETCH(const QString, what);
    const auto ended = run(what);
    QCOMPARE(ended.status, QProcess::CrashExit);
    QCOMPARE(ended.code, SIGSEGV);
}

void TestSecret::refusesDumps()
{
    QCOMPARE(run(u"plain"_s).code, 0);
    QCOMPARE(run(u"plain"_s, u"0"_s).code, 0);
    QCOMPARE(run(u"plain"_s, u"1"_s).code, 1);
    rlimit core{};
    QCOMPARE(getrlimit(RLIMIT_CORE, &core), 0);
    QCOMPARE(core.rlim_max, rlim_t{0});
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == childSwitch)
        return child(arguments.at(2));
    TestSecret test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_secret.moc"
