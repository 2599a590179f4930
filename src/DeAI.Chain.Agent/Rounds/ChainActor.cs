using DeAI.Chain.Agent.Chain;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>
/// Sends messages, says why one was refused, and does not send the same again at once: a step that the chain refused is tried again after
/// 2, 4, 8, up to 64 heights, because its cause (credits, a role) may go away.
/// </summary>
internal sealed class ChainActor(IChainAccess chain, ILogger log)
{
    private const int LongestPause = 64;
    private readonly Dictionary<string, Pause> _pauses = new(StringComparer.Ordinal);

    /// <summary>Whether this step may be tried at this height.</summary>
    public bool MayTry(uint round, string step, Height tip) => !_pauses.TryGetValue(Key(round, step), out Pause pause) || tip >= pause.Until;

    /// <returns>The receipt of an applied message; null where it was refused, which has been logged.</returns>
    public async Task<Receipt?> SendAsync<TMessage>(
        uint round, string step, Height tip, ModuleId module, ushort type, TMessage message, CancellationToken cancellation)
        where TMessage : ICanonical<TMessage>
    {
        Result<Receipt> sent = await chain.SubmitAsync(module, type, message, cancellation);
        if (sent.TryGet(out Receipt receipt, out Refusal? refusal) && receipt.Status == ReceiptStatus.Applied)
        {
            _pauses.Remove(Key(round, step));
            return receipt;
        }

        refusal ??= new Refusal(receipt.Reason, "refused in a block");
        Refuse(round, step, tip, refusal);
        return null;
    }

    /// <summary>Says once per pause why a step is not done.</summary>
    public void Refuse(uint round, string step, Height tip, Refusal refusal)
    {
        string key = Key(round, step);
        int length = _pauses.TryGetValue(key, out Pause before) ? Math.Min(before.Length * 2, LongestPause) : 2;
        _pauses[key] = new Pause(new Height(checked(tip.Value + (ulong)length)), length);
        AgentLog.StepRefused(log, round, step, refusal.ToString(), Remedies.For(refusal.Code) ?? "see the README of the module that the code names");
    }

    private static string Key(uint round, string step) => $"{round}/{step}";

    private readonly record struct Pause(Height Until, int Length);
}
