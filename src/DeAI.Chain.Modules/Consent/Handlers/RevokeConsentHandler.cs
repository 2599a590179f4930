using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Events;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Consent.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Handlers;

internal sealed class RevokeConsentHandler(IRegistry registry) : MessageHandler<RevokeConsent>
{
    public override ushort MessageType => RevokeConsent.Type;

    public override string Name => "revoke_consent";

    protected override Result CheckStateless(RevokeConsent message) => ConsentChecks.PurposeIsGood(message.Purpose);

    protected override Work WorkOf(RevokeConsent message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(RevokeConsent message, ReadContext context)
    {
        Result allowed = ConsentChecks.IsOwner(context, registry, message.DataSet);
        if (!allowed.IsOk)
        {
            return allowed;
        }

        if (!ConsentState.TryGetConsent(context.State, message.DataSet, message.Purpose, message.Task, out ConsentRecord? consent))
        {
            return Result.Refuse(Errors.NotGiven, $"there is no consent to '{message.Purpose}'");
        }

        if (consent.IsRevoked)
        {
            return Result.Refuse(Errors.Revoked, $"revoked at height {consent.RevokedAt}");
        }

        return context.Block.Height > consent.ExpiresAt
            ? Result.Refuse(Errors.Expired, $"expired at height {consent.ExpiresAt}")
            : Result.Ok;
    }

    protected override void Apply(RevokeConsent message, ApplyContext context)
    {
        _ = ConsentState.TryGetConsent(context.State, message.DataSet, message.Purpose, message.Task, out ConsentRecord? consent);
        ConsentRecord revoked = consent! with { RevokedAt = context.Block.Height };
        ConsentState.PutConsent(context.State, message.DataSet, message.Purpose, message.Task, revoked);
        ConsentEvents.Revoked(context, message);
    }
}
