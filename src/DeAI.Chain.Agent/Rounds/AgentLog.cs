using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>Everything the agent says, in plain words; reasons are stable codes.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(1, LogLevel.Information, "Agent of organisation {Organisation}, account {Account}: {Rows} rows of {File}, purpose '{Purpose}'.")]
    public static partial void Started(ILogger logger, uint organisation, string account, int rows, string file, string purpose);

    [LoggerMessage(2, LogLevel.Information, "Task '{Name}' ({Task}) matches: {Rounds} rounds of {Steps} steps, bond {Bond}, {Reward} credits a round.")]
    public static partial void TaskFound(ILogger logger, string name, string task, uint rounds, int steps, ulong bond, ulong reward);

    [LoggerMessage(3, LogLevel.Warning, "Task '{Name}' ({Task}) is left alone: {Reason}")]
    public static partial void TaskPassedOver(ILogger logger, string name, string task, string reason);

    [LoggerMessage(4, LogLevel.Information, "Declared a data set of {Blocks} blocks ({Rows} rows) under root {Root}; {Held} blocks are held apart for scoring.")]
    public static partial void DataDeclared(ILogger logger, uint blocks, long rows, string root, int held);

    [LoggerMessage(5, LogLevel.Information, "Consented to '{Purpose}' for this data set until height {Height}.")]
    public static partial void Consented(ILogger logger, string purpose, ulong height);

    [LoggerMessage(6, LogLevel.Information, "Round {Round}: registered with a bond of {Bond} credits; the seed comes after height {Height}.")]
    public static partial void Registered(ILogger logger, uint round, ulong bond, ulong height);

    [LoggerMessage(7, LogLevel.Information, "Round {Round}: trained {Steps} steps in {Milliseconds} ms ({Backend}); loss per row from {FirstLoss:F4} to {LastLoss:F4} nats and minutes.")]
    public static partial void Trained(ILogger logger, uint round, int steps, double milliseconds, string backend, double firstLoss, double lastLoss);

    [LoggerMessage(8, LogLevel.Information, "Round {Round}: committed to the result {Digest}.")]
    public static partial void Committed(ILogger logger, uint round, string digest);

    [LoggerMessage(9, LogLevel.Information, "Round {Round}: opened {Blocks} blocks ({Bytes} bytes); every validator replayed the run and accepted it.")]
    public static partial void OpeningAccepted(ILogger logger, uint round, int blocks, int bytes);

    [LoggerMessage(10, LogLevel.Error, "Round {Round}: the contribution was refused with {Code}, and the bond of {Bond} credits is lost. Remedy: {Remedy}.")]
    public static partial void OpeningRefused(ILogger logger, uint round, string code, ulong bond, string remedy);

    [LoggerMessage(11, LogLevel.Information, "Round {Round}: showed the {Blocks} hold-out blocks that the beacon chose.")]
    public static partial void Revealed(ILogger logger, uint round, int blocks);

    [LoggerMessage(12, LogLevel.Warning, "Round {Round}: {Step} was refused: {Refusal}. Remedy: {Remedy}.")]
    public static partial void StepRefused(ILogger logger, uint round, string step, string refusal, string remedy);

    [LoggerMessage(13, LogLevel.Information, "Round {Round}: {Text}")]
    public static partial void Outcome(ILogger logger, uint round, string text);

    [LoggerMessage(14, LogLevel.Information, "Task '{Name}' has ended after {Completed} of {Rounds} rounds; this account holds {Credits} credits.")]
    public static partial void TaskEnded(ILogger logger, string name, uint completed, uint rounds, ulong credits);

    [LoggerMessage(15, LogLevel.Warning, "No answer from the chain: {Reason} Next attempt in {Seconds} s.")]
    public static partial void Unreachable(ILogger logger, string reason, double seconds);

    [LoggerMessage(16, LogLevel.Warning, "DRILL: this agent makes one false contribution ({Kind}) on purpose. Its bond will be lost.")]
    public static partial void Drill(ILogger logger, string kind);

    [LoggerMessage(17, LogLevel.Warning, "A faster backend was passed over: {Reason}")]
    public static partial void BackendPassedOver(ILogger logger, string reason);

    [LoggerMessage(18, LogLevel.Information, "No task is left that this agent could join.")]
    public static partial void Done(ILogger logger);
}
