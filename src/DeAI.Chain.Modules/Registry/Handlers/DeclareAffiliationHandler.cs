using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Events;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

internal sealed class DeclareAffiliationHandler(IRegistry registry) : RegistrarHandler<DeclareAffiliation>(registry)
{
    public override ushort MessageType => DeclareAffiliation.Type;

    public override string Name => "declare_affiliation";

    protected override Work WorkOf(DeclareAffiliation message) => new(StateWrites: 4, MultiplyAccumulates: 0);

    protected override Result CheckMessage(DeclareAffiliation message, ReadContext context)
    {
        if (!RegistryState.TryGetOrganisation(context.State, message.First, out OrganisationRecord? first))
        {
            return Result.Refuse(Errors.UnknownOrganisation, $"there is no organisation {message.First}");
        }

        if (!RegistryState.TryGetOrganisation(context.State, message.Second, out OrganisationRecord? second))
        {
            return Result.Refuse(Errors.UnknownOrganisation, $"there is no organisation {message.Second}");
        }

        return first.Group == second.Group
            ? Result.Refuse(Errors.SameState, $"{message.First} and {message.Second} are in group {first.Group} already")
            : Result.Ok;
    }

    protected override void Apply(DeclareAffiliation message, ApplyContext context)
    {
        _ = RegistryState.TryGetOrganisation(context.State, message.First, out OrganisationRecord? first);
        _ = RegistryState.TryGetOrganisation(context.State, message.Second, out OrganisationRecord? second);
        OrganisationId kept = first!.Group < second!.Group ? first.Group : second.Group;
        OrganisationId merged = first.Group < second.Group ? second.Group : first.Group;
        List<OrganisationRow> moving = RegistryState.Organisations(context.State).Where(row => row.Record.Group == merged).ToList();
        foreach (OrganisationRow row in moving)
        {
            RegistryState.PutOrganisation(context.State, row.Id, row.Record with { Group = kept });
        }

        RegistryEvents.AffiliationDeclared(context, message.First, message.Second);
    }
}
