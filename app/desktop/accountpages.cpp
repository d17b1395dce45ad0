#include "app/desktop/accountpages.h"

#include "core/base/background.h"
#include "core/profiles/chutesconfig.h"
#include "ui/text/settingtext.h"

using namespace Qt::StringLiterals;

namespace canopy {

AccountPages::AccountPages(Needs needs, QObject *parent)
    : QObject(parent)
    , m_needs(std::move(needs))
{
}

PageRegistry AccountPages::registry()
{
    return {
        {.id = PageId::Overview,
         .title = tr("Overview"),
         .icon = u"overview"_s,
         .make = [this](Session &session,
                        QWidget *parent) { return makeOverview(session, parent); }},
        {.id = PageId::Settings,
         .title = tr("Settings"),
         .icon = u"settings"_s,
         .atFoot = true,
         .make = [this](Session & /*session*/, QWidget *parent) { return makeSettings(parent); }}};
}

Page *AccountPages::makeOverview(Session &session, QWidget *parent)
{
    auto *page = new OverviewPage(session,
                                  {.journal = m_needs.journal,
                                   .clock = m_needs.clock,
                                   .clipboard = m_needs.clipboard,
                                   .endpoints = readEndpoints(),
                                   .wallets = m_needs.wallets.path,
                                   .walletsOrigin = walletLocationText(m_needs.wallets)},
                                  parent);
    connect(page, &OverviewPage::unfinishedRegistrationOpened, this,
            &AccountPages::unfinishedRegistrationOpened, Qt::QueuedConnection);
    return page;
}

SettingsPage *AccountPages::makeSettings(QWidget *parent)
{
    Setting service = m_needs.endpoints.registrationUrl;
    if (m_needs.sandbox)
        service = {.value = m_needs.sandbox->toString(), .origin = SettingOrigin::Sandbox};
    auto *page = new SettingsPage(m_needs.secrets, m_needs.appearance,
                                  {.wallets = m_needs.wallets.path,
                                   .walletsOrigin = walletLocationText(m_needs.wallets),
                                   .data = m_needs.data,
                                   .dataOrigin = m_needs.dataOrigin.isEmpty()
                                       ? tr("usual place")
                                       : tr("from %1").arg(m_needs.dataOrigin),
                                   .config = m_needs.endpoints.configPath,
                                   .service = service},
                                  parent);
    connect(page, &SettingsPage::appearanceChanged, this, &AccountPages::appearanceChanged);
    return page;
}

QFuture<Result<Endpoints>> AccountPages::readEndpoints() const
{
    return runInBackground<Endpoints>(
        workerPool(),
        [path = m_needs.endpoints.configPath.value, environment = m_needs.environment,
         option = m_needs.configOption]() -> Result<Endpoints> {
            const auto file = ChutesConfigFile(path).read();
            return effectiveEndpoints(environment, option,
                                      file && file->exists ? file->config.baseUrl : QString());
        });
}

} // namespace canopy
