#include "app/sandbox/deposit.h"

#include "app/sandbox/validation.h"

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

void Deposit::addRoutes(Router &router)
{
    if (m_context.rules.takesDeveloperDeposit) {
        router.add({.method = "GET",
                    .pattern = u"/developer_deposit"_s,
                    .handler = [](const Request &, const QString &) { return required(); }});
    }
    router.add(
        {.method = "POST",
         .pattern = u"/return_developer_deposit"_s,
         .handler = [this](const Request &request, const QString &) { return giveBack(request); }});
}

Answer Deposit::required()
{
    return jsonAnswer(JsonObjectText()
                          .addText("usd", "250.0")
                          .addText("tao_estimate", "0.6931")
                          .add("message",
                               u"Price fluctuations dictate you should probably send a bit more "
                               "than the estimate."_s)
                          .text());
}

Answer Deposit::giveBack(const Request &request)
{
    const auto body = Body::of(request);
    if (!body)
        return body.error();
    const auto user = m_context.gate.admit(request);
    if (!user)
        return user.error();
    Complaints complaints;
    if (const auto object = body->object(complaints))
        (void)requiredText(*object, "address"_L1, {u"body"_s}, complaints);
    if (!complaints.isEmpty())
        return complaints.answer();
    // Until August 2025 the service stumbled over an account without payments.
    if (m_context.rules.takesDeveloperDeposit)
        return serverError();
    return refusal(400,
                   u"You have not made any payments to the developer deposit address: "_s
                       + user->developerPaymentAddress);
}

} // namespace canopy::sandbox
