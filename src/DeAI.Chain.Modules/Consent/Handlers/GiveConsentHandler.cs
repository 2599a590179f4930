using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Events;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Consent.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Handlers;

internal sealed class GiveConsentHandler(IRegistry registry) : MessageHandler<GiveConsent>
{
    public override ushort MessageType => GiveConsent.Type;

    public override string Name => "give_consent";

    protected override Result CheckStateless(GiveConsent message) => ConsentChecks.PurposeIsGood(message.Purpose);

    protected override Work WorkOf(GiveConsent message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(GiveConsent message, ReadContext context)
    {
        Result allowed = ConsentChecks.IsOwner(context, registry, message.DataSet);
        allowed = allowed.IsOk ? ConsentChecks.NoErasure(context.State, message.DataSet) : allowed;
        if (!allowed.IsOk)
        {
            return allowed;
        }

        Height now = context.Block.Height;
        ulong longest = ParameterStore.Get(context.State, ConsentParameters.MaxConsentHeights);
        if (message.ExpiresAt <= now || message.ExpiresAt.Value - now.Value > longest)
        {
            return Result.Refuse(Errors.BadExpiry, $"expires at {message.ExpiresAt}, must be within {longest} heights after {now}");
        }

        bool isGiven = ConsentState.TryGetConsent(context.State, message.DataSet, message.Purpose, message.Task, out ConsentRecord? before);
        return isGiven && !before!.IsRevoked && before.ExpiresAt >= message.ExpiresAt
            ? Result.Refuse(Errors.AlreadyGiven, $"given until height {before.ExpiresAt}; revoke it to shorten it")
            : Result.Ok;
    }

    protected override void Apply(GiveConsent message, ApplyContext context)
    {
        ConsentRecord record = new(context.Block.Height, message.ExpiresAt, RevokedAt: default);
        ConsentState.PutConsent(context.State, message.DataSet, message.Purpose, message.Task, record);
        ConsentEvents.Given(context, message);
    }
}
