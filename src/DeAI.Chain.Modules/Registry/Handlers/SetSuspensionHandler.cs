using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Events;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

internal sealed class SetSuspensionHandler(IRegistry registry) : RegistrarHandler<SetSuspension>(registry)
{
    private readonly IRegistry _registry = registry;

    public override ushort MessageType => SetSuspension.Type;

    public override string Name => "set_suspension";

    protected override Work WorkOf(SetSuspension message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result CheckMessage(SetSuspension message, ReadContext context)
    {
        if (!RegistryState.TryGetOrganisation(context.State, message.Organisation, out OrganisationRecord? record))
        {
            return Result.Refuse(Errors.UnknownOrganisation, $"there is no organisation {message.Organisation}");
        }

        if (_registry.TryGetAccount(context.State, context.Sender, out AccountRecord? sender) && sender.Organisation == message.Organisation)
        {
            return Result.Refuse(Errors.NotYours, "a registrar cannot suspend or lift its own organisation");
        }

        OrganisationStatus expected = message.Suspended ? OrganisationStatus.Live : OrganisationStatus.Suspended;
        return record.Status == expected
            ? Result.Ok
            : Result.Refuse(Errors.SameState, $"organisation {message.Organisation} is {record.Status}, not {expected}");
    }

    protected override void Apply(SetSuspension message, ApplyContext context)
    {
        _ = RegistryState.TryGetOrganisation(context.State, message.Organisation, out OrganisationRecord? record);
        OrganisationStatus status = message.Suspended ? OrganisationStatus.Suspended : OrganisationStatus.Live;
        RegistryState.PutOrganisation(context.State, message.Organisation, record! with { Status = status });
        RegistryEvents.StatusChanged(context, message.Organisation, status);
    }
}
