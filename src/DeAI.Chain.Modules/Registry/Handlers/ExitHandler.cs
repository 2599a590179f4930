using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Events;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

internal sealed class ExitHandler(IRegistry registry) : MessageHandler<Exit>
{
    public override ushort MessageType => Exit.Type;

    public override string Name => "exit";

    protected override Work WorkOf(Exit message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(Exit message, ReadContext context)
    {
        if (!registry.Require(context.State, context.Sender, Role.Delegate).TryGet(out AccountRecord own, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        return RegistryChecks.IsRegistrarLeft(context.State, (_, account) => account.Organisation != own.Organisation)
            ? Result.Ok
            : Result.Refuse(Errors.LastRegistrar, "the last registrar's organisation cannot leave: nobody could admit members any more");
    }

    protected override void Apply(Exit message, ApplyContext context)
    {
        _ = RegistryState.TryGetAccount(context.State, context.Sender, out AccountRecord? account);
        _ = RegistryState.TryGetOrganisation(context.State, account!.Organisation, out OrganisationRecord? record);
        RegistryState.PutOrganisation(context.State, account.Organisation, record! with { Status = OrganisationStatus.Exited });
        RegistryEvents.StatusChanged(context, account.Organisation, OrganisationStatus.Exited);
    }
}
