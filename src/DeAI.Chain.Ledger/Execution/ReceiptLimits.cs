using System.Text;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>What a receipt's decoder accepts: a handler that states more has failed, or nobody could read the receipt.</summary>
internal static class ReceiptLimits
{
    /// <summary>Room stays for one failure of each module.</summary>
    public const int MaxHookEvents = BlockEvents.MaxEvents - 256;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsValid(ReasonCode code) => !code.IsDefault && Fits(code.Value, Receipt.MaxReasonBytes);

    public static bool AreValid(ApplyContext context) =>
        (context.Verdict.IsDefault || IsValid(context.Verdict)) && context.Events.Count <= Receipt.MaxEvents && AreValid(context.Events);

    public static bool AreValid(IReadOnlyList<Event> events)
    {
        foreach (Event fact in events)
        {
            if (!Fits(fact.Name, EventAttribute.MaxNameBytes) || fact.Attributes.Count > Event.MaxAttributes)
            {
                return false;
            }

            foreach (EventAttribute attribute in fact.Attributes.Span)
            {
                if (!Fits(attribute.Name, EventAttribute.MaxNameBytes) || !Fits(attribute.Value, EventAttribute.MaxValueBytes))
                {
                    return false;
                }
            }
        }

        return true;
    }

    public static Event HookFailed(string module) => new("ledger.hook_failed", [new EventAttribute("module", module)]);

    /// <exception cref="EncoderFallbackException">A lone surrogate, which no receipt can hold.</exception>
    private static bool Fits(string text, int maxBytes) => text.Length <= maxBytes && Utf8.GetByteCount(text) <= maxBytes;
}
