#pragma once

#include "tests/support/faketransport.h"

#include <QList>

namespace canopy::test {

/// Just enough of a Chutes service to register at, in memory, with faults that a real one cannot
/// be made to show at will. The real behaviour is tested against app/sandbox.
class ScriptedService
{
public:
    enum class Generation { July2025, May2026 };

    explicit ScriptedService(FakeTransport &transport, Generation generation);

    struct Fault
    {
        QByteArray path;
        /// The service does what it was asked, and only the answer is another.
        bool works = false;
        std::function<Result<HttpResponse>()> answer;
        int remaining = -1; ///< −1: always
    };
    void add(Fault fault) { m_faults.append(std::move(fault)); }
    void clearFaults() { m_faults.clear(); }

    int registrations() const;
    bool hasAccount = false;
    QByteArray username;
    QByteArray hotkey;
    QByteArray fingerprint;

private:
    void serve(HttpRequest::Method method, const QByteArray &path, FakeTransport::Answerer answer);
    HttpResponse registerAccount(const HttpRequest &request);
    HttpResponse me(const HttpRequest &request) const;
    HttpResponse keys(const HttpRequest &request) const;
    HttpResponse changeFingerprint(const HttpRequest &request);
    HttpResponse login(const HttpRequest &request) const;
    QByteArray accountJson(bool withFingerprint) const;

    FakeTransport &m_transport;
    Generation m_generation;
    QList<Fault> m_faults;
};

/// What comes instead of an answer.
std::function<Result<HttpResponse>()> noAnswer(Error::Code code, bool inDoubt);
std::function<Result<HttpResponse>()> answers(int status, const QByteArray &body,
                                              const QByteArray &contentType = "application/json");

} // namespace canopy::test
