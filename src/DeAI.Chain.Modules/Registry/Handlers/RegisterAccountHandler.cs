using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

internal sealed class RegisterAccountHandler(IRegistry registry) : RegistrarHandler<RegisterAccount>(registry)
{
    public override ushort MessageType => RegisterAccount.Type;

    public override string Name => "register_account";

    protected override Result CheckStateless(RegisterAccount message) => RegistryChecks.RolesAreKnown(message.Roles);

    protected override Work WorkOf(RegisterAccount message) => new(StateWrites: 2, MultiplyAccumulates: 0);

    protected override Result CheckMessage(RegisterAccount message, ReadContext context) => RegistryChecks.First(
        RegistryChecks.OrganisationIsLive(context.State, message.Organisation),
        RegistryChecks.KeyIsFree(context.State, message.Key));

    protected override void Apply(RegisterAccount message, ApplyContext context) =>
        AccountOpening.Open(context, message.Organisation, message.Key, message.Roles);
}
