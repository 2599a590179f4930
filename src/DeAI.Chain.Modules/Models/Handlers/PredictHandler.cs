using System.Collections.Immutable;
using System.Runtime.InteropServices;
using DeAI.Chain.Compute;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Events;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Modules.Models.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Handlers;

internal sealed class PredictHandler(ICredits credits, ITensorBackend backend) : MessageHandler<Predict>
{
    private const int Half = 1 << 15;

    public override ushort MessageType => Predict.Type;

    public override string Name => "predict";

    protected override Result CheckStateless(Predict message) =>
        message.Features.IsEmpty ? Result.Refuse(Errors.WrongFeatures, "there are no features") : Result.Ok;

    /// <summary>The message does not say how large the model is: the largest that there can be is paid for.</summary>
    protected override Work WorkOf(Predict message) => new(StateWrites: ModelVersion.MaxShares + 3, ModelWeights.MaxCount);

    protected override Result Check(Predict message, ReadContext context)
    {
        Result<ModelVersion> found = ModelsChecks.RequireVersion(context.State, message.Version);
        if (!found.TryGet(out ModelVersion version, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        Result answers = ModelsChecks.RequireAnswering(version, context.Block.Height);
        if (!answers.IsOk)
        {
            return answers;
        }

        if (message.Features.Length != version.Model.Features)
        {
            return Result.Refuse(Errors.WrongFeatures, $"{message.Features.Length} features, the model has {version.Model.Features}");
        }

        if (version.Price > message.MaxPrice)
        {
            return Result.Refuse(Errors.PriceTooHigh, $"the price is {version.Price}, the buyer pays {message.MaxPrice} at most");
        }

        return credits.CanPay(context.State, context.Sender, version.Price)
            ? Result.Ok
            : Result.Refuse(Errors.InsufficientCredits, $"the price is {version.Price}, the buyer holds {credits.HeldBy(context.State, context.Sender)}");
    }

    protected override void Apply(Predict message, ApplyContext context)
    {
        _ = ModelsState.TryGetVersion(context.State, message.Version, out ModelVersion? found);
        ModelVersion version = found!;
        Prediction prediction = Answer(message, version, context.State);
        int margin = (int)ParameterStore.Get(context.State, Parameters.AbstainMargin);
        bool abstains = version.Error.Rows == 0 || Math.Abs(prediction.LateProbability - Half) < margin;

        Credits toContributors = version.Price.MultiplyDivide(version.ContributorParts, (ulong)Shares.Parts);
        Credits[] payouts = Apportionment.Split(toContributors, [.. version.Shares.Select(static share => (long)share.Parts)]);
        Credits toTreasury = version.Price - toContributors;
        for (int i = 0; i < payouts.Length; i++)
        {
            Pay(context, version.Shares[i].Account, payouts[i]);
        }

        Pay(context, credits.Treasury, toTreasury);
        VersionUsage usage = ModelsState.UsageOf(context.State, message.Version);
        ModelsState.PutUsage(
            context.State,
            message.Version,
            usage with
            {
                Predictions = usage.Predictions + 1,
                Paid = usage.Paid + version.Price,
                ToContributors = usage.ToContributors + toContributors,
                ToTreasury = usage.ToTreasury + toTreasury,
            });
        ModelsEvents.Predicted(context, message.Version, version, prediction, abstains, payouts, toTreasury);
    }

    private Prediction Answer(Predict message, ModelVersion version, IStateReader state)
    {
        ModelWeights weights = ModelsState.WeightsOf(state, message.Version)
            ?? throw new StateCorruptException($"Version {message.Version} has no weights.");
        Predictor predictor = Predictor.Create(version.Model, backend, weights).Value;
        ImmutableArray<Prediction> predictions = predictor.Predict(
            MemoryMarshal.Cast<byte, sbyte>(message.Features.Span), version.Error.ToQuantiles());
        return predictions[0];
    }

    private void Pay(ApplyContext context, AccountId to, Credits amount)
    {
        if (!amount.IsZero)
        {
            credits.Transfer(context.State, context.Sender, to, amount);
        }
    }
}
