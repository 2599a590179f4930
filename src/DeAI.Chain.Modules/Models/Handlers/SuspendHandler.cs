using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Events;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Modules.Models.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Handlers;

internal sealed class SuspendHandler(IRegistry registry) : MessageHandler<Suspend>
{
    public override ushort MessageType => Suspend.Type;

    public override string Name => "suspend";

    protected override Work WorkOf(Suspend message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(Suspend message, ReadContext context)
    {
        Result<AccountRecord> approver = registry.Require(context.State, context.Sender, Role.Approver);
        if (approver.Refusal is { } unauthorised)
        {
            return new Result(unauthorised);
        }

        Result<ModelVersion> found = ModelsChecks.RequireVersion(context.State, message.Version);
        if (!found.TryGet(out ModelVersion version, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        return version.Status == VersionStatus.Approved
            ? Result.Ok
            : Result.Refuse(
                version.Status == VersionStatus.Suspended ? Errors.SameStatus : Errors.NotApproved, $"the version is {version.Status}");
    }

    protected override void Apply(Suspend message, ApplyContext context)
    {
        _ = ModelsState.TryGetVersion(context.State, message.Version, out ModelVersion? version);
        ModelVersion suspended = version! with { Status = VersionStatus.Suspended, Since = context.Block.Height };
        ModelsState.PutVersion(context.State, message.Version, suspended);
        ModelsEvents.Suspended(context, message.Version);
    }
}
