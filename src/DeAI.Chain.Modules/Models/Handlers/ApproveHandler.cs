using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Events;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Modules.Models.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Handlers;

internal sealed class ApproveHandler(IRegistry registry) : MessageHandler<Approve>
{
    public override ushort MessageType => Approve.Type;

    public override string Name => "approve";

    protected override Work WorkOf(Approve message) => new(StateWrites: 1, MultiplyAccumulates: 0);

    protected override Result Check(Approve message, ReadContext context)
    {
        Result<AccountRecord> approver = registry.Require(context.State, context.Sender, Role.Approver);
        if (!approver.TryGet(out AccountRecord sender, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        Result<ModelVersion> found = ModelsChecks.RequireVersion(context.State, message.Version);
        if (!found.TryGet(out ModelVersion version, out refusal))
        {
            return new Result(refusal);
        }

        if (sender.Organisation == version.Publisher)
        {
            return Result.Refuse(Errors.OwnVersion, $"organisation {version.Publisher} publishes it: another one must approve");
        }

        return version.Status == VersionStatus.Approved
            ? Result.Refuse(Errors.SameStatus, $"approved since block {version.Since}")
            : Result.Ok;
    }

    protected override void Apply(Approve message, ApplyContext context)
    {
        _ = ModelsState.TryGetVersion(context.State, message.Version, out ModelVersion? version);
        ModelVersion approved = version! with
        {
            Status = VersionStatus.Approved,
            Since = context.Block.Height,
            Approver = context.Sender,
        };
        ModelsState.PutVersion(context.State, message.Version, approved);
        ModelsEvents.Approved(context, message.Version);
    }
}
