using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>What a round brought its member and why, as a person would say it.</summary>
public static class OutcomeText
{
    /// <summary>Losses are sums in 1/65536; values are in 1/720 of that.</summary>
    private const double LossUnit = 65536.0;

    /// <param name="round">Over.</param>
    /// <param name="contribution">Null where the member did not take part.</param>
    /// <param name="score">Null where nothing was scored.</param>
    public static string Of(RoundRecord round, ContributionRecord? contribution, ScoreRecord? score, Credits bond)
    {
        if (contribution is null)
        {
            return $"{round.Phase} without this member.";
        }

        return contribution.Status switch
        {
            ContributionStatus.Scored when score is not null => Scored(score, bond),
            ContributionStatus.Released => $"failed ({round.Reason}): too few members were left. The bond of {bond} credits came back.",
            ContributionStatus.Out when contribution.Bond == BondState.Forfeited =>
                $"out of the round ({contribution.Reason}): the bond of {bond} credits is lost. {Sentence(Remedies.For(contribution.Reason))}",
            ContributionStatus.Out =>
                $"out of the round ({contribution.Reason}): the bond of {bond} credits came back. {Sentence(Remedies.For(contribution.Reason))}",
            _ => $"ended as {round.Phase}; this member's part is {contribution.Status}.",
        };
    }

    private static string Scored(ScoreRecord score, Credits bond)
    {
        Credits earned = score.WorkPaid + score.QualityPaid;
        string measured = score.HoldoutRows == 0
            ? "nothing could be measured, for too few members showed hold-out rows"
            : $"on {score.HoldoutRows} hold-out rows the round improved the joint model's loss by {score.Utility / LossUnit:F1}, of which "
              + $"{score.Value / (LossUnit * ScoreRecord.Denominator):F1} is this member's (Shapley value)";
        string quality = score switch
        {
            { HasRevealed: false } => "no quality pay, because the hold-out rows were not shown",
            _ when score.Utility <= score.Threshold => $"no quality pay, because the improvement is not above {score.Threshold / LossUnit:F1}",
            _ when score.Value <= 0 => "no quality pay, because the others did as well without it",
            _ => $"{score.QualityPaid} credits for quality",
        };
        return $"earned {earned} credits: {score.WorkPaid} for {score.Weight} verified rows, {quality}; and {score.Points} points. "
            + $"{char.ToUpperInvariant(measured[0])}{measured[1..]}. Its share of this version is {score.Parts / 10_000.0:F2} % "
            + $"(moving average over rounds). The bond of {bond} credits came back.";
    }

    private static string Sentence(string? remedy) => remedy is null ? string.Empty : $"Remedy: {remedy}.";
}
