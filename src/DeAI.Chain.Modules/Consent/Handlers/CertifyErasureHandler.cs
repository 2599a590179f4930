using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Events;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Consent.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Handlers;

internal sealed class CertifyErasureHandler(IRegistry registry) : MessageHandler<CertifyErasure>
{
    public override ushort MessageType => CertifyErasure.Type;

    public override string Name => "certify_erasure";

    protected override Result CheckStateless(CertifyErasure message) => ConsentChecks.DigestIsGiven(message.Certificate);

    protected override Work WorkOf(CertifyErasure message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(CertifyErasure message, ReadContext context)
    {
        Result allowed = ConsentChecks.IsOwner(context, registry, message.DataSet);
        if (!allowed.IsOk)
        {
            return allowed;
        }

        if (!ConsentState.TryGetErasure(context.State, message.DataSet, out ErasureRecord? erasure))
        {
            return Result.Refuse(Errors.ErasureNotRequested, "nobody requested the erasure of this data set");
        }

        return erasure.CertifiedAt.Value == 0
            ? Result.Ok
            : Result.Refuse(Errors.ErasureCertified, $"certified at height {erasure.CertifiedAt}");
    }

    protected override void Apply(CertifyErasure message, ApplyContext context)
    {
        _ = ConsentState.TryGetErasure(context.State, message.DataSet, out ErasureRecord? erasure);
        ErasureRecord certified = erasure! with { Certificate = message.Certificate, CertifiedAt = context.Block.Height };
        ConsentState.PutErasure(context.State, message.DataSet, certified);
        ConsentEvents.ErasureCertified(context, message);
    }
}
