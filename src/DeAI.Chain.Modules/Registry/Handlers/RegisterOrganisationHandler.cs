using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Events;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

internal sealed class RegisterOrganisationHandler(IRegistry registry) : RegistrarHandler<RegisterOrganisation>(registry)
{
    public override ushort MessageType => RegisterOrganisation.Type;

    public override string Name => "register_organisation";

    protected override Result CheckStateless(RegisterOrganisation message) => RegistryChecks.First(
        RegistryChecks.NameIsGood("name", message.Name),
        RegistryChecks.NameIsGood("legal entity", message.LegalEntity),
        RegistryChecks.RolesAreKnown(message.Roles));

    protected override Work WorkOf(RegisterOrganisation message) => new(StateWrites: 6, MultiplyAccumulates: 0);

    protected override Result CheckMessage(RegisterOrganisation message, ReadContext context)
    {
        if (RegistryState.IsNameTaken(context.State, message.Name))
        {
            return Result.Refuse(Errors.NameTaken, $"an organisation named '{message.Name}' exists");
        }

        return RegistryState.IsLegalEntityTaken(context.State, message.LegalEntity)
            ? Result.Refuse(Errors.NameTaken, $"the legal entity '{message.LegalEntity}' is registered")
            : RegistryChecks.KeyIsFree(context.State, message.FirstKey);
    }

    protected override void Apply(RegisterOrganisation message, ApplyContext context)
    {
        OrganisationRecord record = new(message.Name, message.LegalEntity, OrganisationStatus.Live, default);
        OrganisationId id = RegistryState.AddOrganisation(context.State, record);
        RegistryEvents.OrganisationRegistered(context, id, message.Name);
        AccountOpening.Open(context, id, message.FirstKey, message.Roles);
    }
}
