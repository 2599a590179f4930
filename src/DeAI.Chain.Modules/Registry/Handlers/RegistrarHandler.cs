using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Handlers;

/// <summary>What all registrar's messages share: the sender has the role, then the message's own check.</summary>
internal abstract class RegistrarHandler<TMessage>(IRegistry registry) : MessageHandler<TMessage>
    where TMessage : ICanonical<TMessage>
{
    protected sealed override Result Check(TMessage message, ReadContext context)
    {
        Result<AccountRecord> registrar = registry.Require(context.State, context.Sender, Role.Registrar);
        return registrar.Refusal is { } refusal ? new Result(refusal) : CheckMessage(message, context);
    }

    protected abstract Result CheckMessage(TMessage message, ReadContext context);
}
