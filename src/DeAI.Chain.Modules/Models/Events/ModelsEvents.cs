using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Events;

/// <summary>The facts that Models states.</summary>
internal static class ModelsEvents
{
    public static void Published(ApplyContext context, Hash256 id, ModelVersion version) =>
        context.Emit(
            "models.published",
            new EventAttribute("version", id.ToString()),
            new EventAttribute("task", version.Task.ToString()),
            new EventAttribute("round", version.Round.ToString()),
            new EventAttribute("weights", version.WeightsHash.ToString()),
            new EventAttribute("contributors", version.Shares.Count.ToString()));

    public static void Approved(ApplyContext context, Hash256 id) => Changed(context, "models.approved", id);

    public static void Suspended(ApplyContext context, Hash256 id) => Changed(context, "models.suspended", id);

    public static void PriceSet(ApplyContext context, Hash256 id, Credits price) =>
        context.Emit("models.price_set", new EventAttribute("version", id.ToString()), new EventAttribute("price", price.ToString()));

    /// <summary>The whole answer, and one <c>pay_ORGANISATION</c> for each contributor: what a buyer needs to check the bill.</summary>
    public static void Predicted(
        ApplyContext context, Hash256 id, ModelVersion version, Prediction prediction, bool abstains, ReadOnlySpan<Credits> payouts, Credits treasury)
    {
        List<EventAttribute> attributes =
        [
            new("version", id.ToString()),
            new("probability_parts", prediction.LateProbability.ToString()),
            new("delay_minutes_32nds", prediction.DelayMinutes.ToString()),
            new("lower_minutes_32nds", prediction.LowerMinutes.ToString()),
            new("upper_minutes_32nds", prediction.UpperMinutes.ToString()),
            new("abstains", abstains ? "1" : "0"),
            new("price", version.Price.ToString()),
            new("pay_treasury", treasury.ToString()),
        ];
        for (int i = 0; i < payouts.Length; i++)
        {
            attributes.Add(new EventAttribute($"pay_{version.Shares[i].Organisation}", payouts[i].ToString()));
        }

        context.Emit("models.predicted", [.. attributes]);
    }

    public static void OutcomeReported(ApplyContext context, Hash256 id, Hash256 prediction, int minutes) =>
        context.Emit(
            "models.outcome_reported",
            new EventAttribute("version", id.ToString()),
            new EventAttribute("prediction", prediction.ToString()),
            new EventAttribute("delay_minutes", minutes.ToString()));

    private static void Changed(ApplyContext context, string name, Hash256 id) =>
        context.Emit(name, new EventAttribute("version", id.ToString()), new EventAttribute("by", context.Sender.ToString()));
}
