using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Events;

/// <summary>The facts that Consent states.</summary>
internal static class ConsentEvents
{
    public static void DataSetDeclared(ApplyContext context, OrganisationId owner, DeclareDataSet message) =>
        context.Emit(
            "consent.data_set_declared",
            new EventAttribute("data_set", context.Transaction.ToString()),
            new EventAttribute("owner", owner.ToString()),
            new EventAttribute("root", message.Root.ToString()),
            new EventAttribute("blocks", message.Blocks.ToString()));

    public static void Given(ApplyContext context, GiveConsent message) =>
        context.Emit(
            "consent.given",
            new EventAttribute("data_set", message.DataSet.ToString()),
            new EventAttribute("purpose", message.Purpose),
            new EventAttribute("task", TaskText(message.Task)),
            new EventAttribute("expires_at", message.ExpiresAt.ToString()));

    public static void Revoked(ApplyContext context, RevokeConsent message) =>
        context.Emit(
            "consent.revoked",
            new EventAttribute("data_set", message.DataSet.ToString()),
            new EventAttribute("purpose", message.Purpose),
            new EventAttribute("task", TaskText(message.Task)));

    public static void ErasureRequested(ApplyContext context, RequestErasure message) =>
        context.Emit(
            "consent.erasure_requested",
            new EventAttribute("data_set", message.DataSet.ToString()),
            new EventAttribute("request", message.Request.ToString()));

    public static void ErasureCertified(ApplyContext context, CertifyErasure message) =>
        context.Emit(
            "consent.erasure_certified",
            new EventAttribute("data_set", message.DataSet.ToString()),
            new EventAttribute("certificate", message.Certificate.ToString()));

    private static string TaskText(Hash256 task) => task.IsDefault ? "any" : task.ToString();
}
