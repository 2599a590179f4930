using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Events;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Consent.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Handlers;

internal sealed class RequestErasureHandler(IRegistry registry) : MessageHandler<RequestErasure>
{
    public override ushort MessageType => RequestErasure.Type;

    public override string Name => "request_erasure";

    protected override Result CheckStateless(RequestErasure message) => ConsentChecks.DigestIsGiven(message.Request);

    protected override Work WorkOf(RequestErasure message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(RequestErasure message, ReadContext context)
    {
        Result allowed = ConsentChecks.IsOwner(context, registry, message.DataSet);
        return allowed.IsOk ? ConsentChecks.NoErasure(context.State, message.DataSet) : allowed;
    }

    protected override void Apply(RequestErasure message, ApplyContext context)
    {
        ErasureRecord record = new(message.Request, context.Block.Height, Certificate: default, CertifiedAt: default);
        ConsentState.PutErasure(context.State, message.DataSet, record);
        ConsentEvents.ErasureRequested(context, message);
    }
}
