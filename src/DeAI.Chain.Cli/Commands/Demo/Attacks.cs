using DeAI.Chain.Agent.Sabotage;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>The five attacks of the story, one for each round from the first.</summary>
internal static class Attacks
{
    public static IReadOnlyList<Attack> All { get; } =
    [
        new(SabotageKind.AlteredWeight, "altered weight", "changes one weight of the result by hand"),
        new(SabotageKind.SkippedStep, "skipped step", "claims a training step that it never did"),
        new(SabotageKind.ForeignBlock, "foreign data block", "trains on data that it never declared"),
        new(SabotageKind.WrongStart, "wrong start state", "starts from another model than the round's"),
        new(SabotageKind.CopiedUpdate, "copied update", "hands in the result that another company committed to"),
    ];
}
