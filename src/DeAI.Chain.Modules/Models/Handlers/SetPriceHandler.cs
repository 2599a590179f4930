using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Events;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Modules.Models.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Handlers;

internal sealed class SetPriceHandler(IRegistry registry) : MessageHandler<SetPrice>
{
    public override ushort MessageType => SetPrice.Type;

    public override string Name => "set_price";

    protected override Result CheckStateless(SetPrice message) =>
        message.Price > CreditSupply.Max
            ? Result.Refuse(Errors.BadPrice, $"{message.Price} are more than there can be")
            : Result.Ok;

    protected override Work WorkOf(SetPrice message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(SetPrice message, ReadContext context)
    {
        Result<AccountRecord> sponsor = registry.Require(context.State, context.Sender, Role.Sponsor);
        if (!sponsor.TryGet(out AccountRecord sender, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        Result<ModelVersion> found = ModelsChecks.RequireVersion(context.State, message.Version);
        if (!found.TryGet(out ModelVersion version, out refusal))
        {
            return new Result(refusal);
        }

        return sender.Organisation == version.Publisher
            ? Result.Ok
            : Result.Refuse(Errors.NotPublisher, $"organisation {version.Publisher} publishes it, not {sender.Organisation}");
    }

    protected override void Apply(SetPrice message, ApplyContext context)
    {
        _ = ModelsState.TryGetVersion(context.State, message.Version, out ModelVersion? version);
        ModelsState.PutVersion(context.State, message.Version, version! with { Price = message.Price });
        ModelsEvents.PriceSet(context, message.Version, message.Price);
    }
}
