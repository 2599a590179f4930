using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Events;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

internal sealed class RegisterNodeHandler(IRegistry registry) : RegistrarHandler<RegisterNode>(registry)
{
    public override ushort MessageType => RegisterNode.Type;

    public override string Name => "register_node";

    protected override Result CheckStateless(RegisterNode message) =>
        message.Kind is NodeKind.Validator or NodeKind.Auditor
            ? Result.Ok
            : Result.Refuse(Errors.UnknownRole, $"{(byte)message.Kind} is no kind of node");

    protected override Work WorkOf(RegisterNode message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result CheckMessage(RegisterNode message, ReadContext context) => RegistryChecks.First(
        RegistryChecks.OrganisationIsLive(context.State, message.Organisation),
        RegistryChecks.KeyIsFree(context.State, message.Node));

    protected override void Apply(RegisterNode message, ApplyContext context)
    {
        RegistryState.PutNode(context.State, message.Node, new NodeRecord(message.Organisation, message.Kind));
        RegistryEvents.NodeRegistered(context, message.Node, message.Kind);
    }
}
