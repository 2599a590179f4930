using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Modules;

/// <summary>
/// One message's rule: <see cref="CheckStateless"/>, then <see cref="Check"/> against the state, then <see cref="Apply"/>, which may not
/// refuse any more. An exception from a handler is a defect; the executor rolls the transaction back and refuses it as
/// <c>ledger.handler_failed</c>, on every node alike.
/// </summary>
public abstract class MessageHandler<TMessage> : IMessageHandler
    where TMessage : ICanonical<TMessage>
{
    public abstract ushort MessageType { get; }

    public abstract string Name { get; }

    public virtual ulong Since => RuleVersions.First;

    public virtual bool IsSponsored => false;

    public Result<IBoundMessage> Bind(ReadOnlySpan<byte> payload)
    {
        Result<TMessage> decoded = Canonical.Decode<TMessage>(payload);
        if (!decoded.TryGet(out TMessage message, out Refusal? malformed))
        {
            return Result.Refuse<IBoundMessage>(malformed);
        }

        return CheckStateless(message).Refusal is { } refusal
            ? Result.Refuse<IBoundMessage>(refusal)
            : Result.Of<IBoundMessage>(new Bound(this, message));
    }

    /// <summary>What can be told from the message alone: lengths, ranges, order.</summary>
    protected virtual Result CheckStateless(TMessage message) => Result.Ok;

    /// <summary>From the message alone, so that the fee is known before anything runs.</summary>
    protected abstract Work WorkOf(TMessage message);

    protected abstract Result Check(TMessage message, ReadContext context);

    protected abstract void Apply(TMessage message, ApplyContext context);

    private sealed class Bound(MessageHandler<TMessage> handler, TMessage message) : IBoundMessage
    {
        public Work Work => handler.WorkOf(message);

        public Result Check(ReadContext context) => handler.Check(message, context);

        public void Apply(ApplyContext context) => handler.Apply(message, context);
    }
}
