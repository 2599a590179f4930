using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent;

/// <summary>Why the agent itself will not do something. What the chain refuses keeps the chain's code.</summary>
public static class AgentErrors
{
    /// <summary>The configuration file cannot be read or holds a key or value that is not known.</summary>
    public static readonly ReasonCode BadConfiguration = new("agent.bad_configuration");

    /// <summary>A data file is missing, too large, or no gzip where its name says so.</summary>
    public static readonly ReasonCode UnreadableFile = new("agent.unreadable_file");

    /// <summary>The data set is too small for the task's blocks and hold-out rows.</summary>
    public static readonly ReasonCode TooFewRows = new("agent.too_few_rows");

    /// <summary>More blocks than a data set may have.</summary>
    public static readonly ReasonCode TooManyRows = new("agent.too_many_rows");

    /// <summary>The task asks for another schema, other ranges or another number of features than this agent's data have.</summary>
    public static readonly ReasonCode OtherSchema = new("agent.other_schema");

    /// <summary>The journal cannot be read: it is not this agent's, or damaged.</summary>
    public static readonly ReasonCode BadJournal = new("agent.bad_journal");

    /// <summary>The account is not on the chain, or is no member's.</summary>
    public static readonly ReasonCode UnknownAccount = new("agent.unknown_account");

    /// <summary>There is no such model version on the chain.</summary>
    public static readonly ReasonCode UnknownVersion = new("agent.unknown_version");

    /// <summary>The node does not answer; the agent tries again.</summary>
    public static readonly ReasonCode Unreachable = new("agent.unreachable");

    /// <summary>An entry of the state cannot be decoded: node and agent are of different versions.</summary>
    public static readonly ReasonCode BadState = new("agent.bad_state");

    /// <summary>A contribution is not this agent's to continue: another data set, or another account registered it.</summary>
    public static readonly ReasonCode ForeignContribution = new("agent.foreign_contribution");
}
