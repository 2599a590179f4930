using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Events;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

internal sealed class SetRolesHandler(IRegistry registry) : RegistrarHandler<SetRoles>(registry)
{
    public override ushort MessageType => SetRoles.Type;

    public override string Name => "set_roles";

    protected override Result CheckStateless(SetRoles message)
    {
        Result known = RegistryChecks.RolesAreKnown(message.Grant | message.Revoke);
        return known.IsOk && (message.Grant & message.Revoke) != Role.None
            ? Result.Refuse(Errors.UnknownRole, $"{message.Grant & message.Revoke} is both granted and revoked")
            : known;
    }

    protected override Work WorkOf(SetRoles message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result CheckMessage(SetRoles message, ReadContext context)
    {
        if (!RegistryState.TryGetAccount(context.State, message.Account, out AccountRecord? record))
        {
            return Result.Refuse(Errors.UnknownAccount, $"account {message.Account.ToShortString()} is not registered");
        }

        bool losesRegistrar = message.Revoke.HasFlag(Role.Registrar) && record.Roles.HasFlag(Role.Registrar);
        return losesRegistrar && !RegistryChecks.IsRegistrarLeft(context.State, (account, _) => account != message.Account)
            ? Result.Refuse(Errors.LastRegistrar, "the last registrar cannot be revoked: nobody could admit members any more")
            : Result.Ok;
    }

    protected override void Apply(SetRoles message, ApplyContext context)
    {
        _ = RegistryState.TryGetAccount(context.State, message.Account, out AccountRecord? record);
        Role roles = (record!.Roles | message.Grant) & ~message.Revoke;
        RegistryState.PutAccount(context.State, message.Account, record with { Roles = roles });
        RegistryEvents.RolesSet(context, message.Account, roles);
    }
}
