using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Modules;

/// <summary>The executor's view of a handler. Implemented only by <see cref="MessageHandler{TMessage}"/>.</summary>
public interface IMessageHandler
{
    /// <summary>Unique within the module, permanent.</summary>
    ushort MessageType { get; }

    /// <summary>The message's name in lower snake case, unique within the module.</summary>
    string Name { get; }

    /// <summary>The rule version that brought the message; before it, it is unknown.</summary>
    ulong Since => RuleVersions.First;

    /// <summary>Free of fee: a task or the treasury has paid for such messages (training, audit).</summary>
    bool IsSponsored { get; }

    /// <summary>Decodes, runs the stateless checks, and binds the handler to the message.</summary>
    Result<IBoundMessage> Bind(ReadOnlySpan<byte> payload);
}
