using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Events;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Modules.Models.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Handlers;

internal sealed class ReportOutcomeHandler : MessageHandler<ReportOutcome>
{
    public override ushort MessageType => ReportOutcome.Type;

    public override string Name => "report_outcome";

    protected override Result CheckStateless(ReportOutcome message) =>
        message.Prediction.IsDefault || message.DelayMinutes is < ReportOutcome.LeastDelay or > ReportOutcome.GreatestDelay
            ? Result.Refuse(Errors.BadOutcome, $"a delay of {message.DelayMinutes} minutes after prediction {message.Prediction}")
            : Result.Ok;

    protected override Work WorkOf(ReportOutcome message) => new(StateWrites: 2, MultiplyAccumulates: 0);

    protected override Result Check(ReportOutcome message, ReadContext context)
    {
        Result<ModelVersion> found = ModelsChecks.RequireVersion(context.State, message.Version);
        if (found.Refusal is { } refusal)
        {
            return new Result(refusal);
        }

        return ModelsState.TryGetOutcome(context.State, message.Version, message.Prediction, out _)
            ? Result.Refuse(Errors.AlreadyReported, $"the outcome of {message.Prediction} is known")
            : Result.Ok;
    }

    protected override void Apply(ReportOutcome message, ApplyContext context)
    {
        ModelsState.PutOutcome(
            context.State, message.Version, message.Prediction, new OutcomeRecord(context.Sender, context.Block.Height, message.DelayMinutes));
        VersionUsage usage = ModelsState.UsageOf(context.State, message.Version);
        ModelsState.PutUsage(context.State, message.Version, usage with { Outcomes = usage.Outcomes + 1 });
        ModelsEvents.OutcomeReported(context, message.Version, message.Prediction, message.DelayMinutes);
    }
}
