using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>What a person can do about a refusal, by its stable code.</summary>
public static class Remedies
{
    private static readonly Dictionary<string, string> ByCode = new(StringComparer.Ordinal)
    {
        ["registry.unknown_account"] = "have the registrar admit this account, or check the keystore",
        ["registry.missing_role"] = "ask the registrar for the role 'member'",
        ["federation.insufficient_credits"] = "the account needs free credits for the bond: have some transferred or issued",
        ["federation.round_full"] = "nothing to do: the agent tries the next round",
        ["federation.wrong_phase"] = "the message came after its phase; if it happens often, the phases are too short for this machine or its network",
        ["federation.wrong_schema"] = "the task wants data of another schema; choose another task",
        ["federation.too_many_blocks"] = "set maxTrainingBlocks to fewer blocks",
        ["federation.bad_holdout"] = "set holdoutBlocksPerRound to at least what the task asks for",
        ["federation.holdout_reused"] = "these rows were shown for this task before: add rows",
        ["federation.already_registered"] = "another account of this organisation is in the round; run one agent per organisation",
        ["federation.not_your_contribution"] = "another account of this organisation registered; run one agent per organisation",
        ["consent.not_given"] = "the consent is missing; check 'purpose' in the configuration",
        ["consent.revoked"] = "the consent was revoked; give it again if the data may be used",
        ["consent.expired"] = "the consent expired; set consentHeights higher",
        ["consent.bad_expiry"] = "set consentHeights within what the chain allows",
        ["training.no_commit"] = "nothing was committed in time: keep the agent running through the round",
        ["training.no_opening"] = "nothing was opened in time: keep the agent running through the round",
        ["training.copied_update"] = "the result is another member's: check that no two members use the same data",
        ["training.result_mismatch"] = "the result is not what training leads to: run 'deai node doctor' and check this machine's memory",
        ["training.step_mismatch"] = "a step is not what training leads to: run 'deai node doctor' and check this machine's memory",
        ["training.foreign_block"] = "the data changed after they were declared: keep the file unchanged while a task runs",
        ["training.wrong_start"] = "training began from another model: check that the agent's node is on this chain",
        ["mempool.full"] = "the node is busy: the agent tries again",
        ["agent.unreachable"] = "check the addresses in 'nodes' and that the node is up",
    };

    /// <summary>One clause, or null where nothing is known to help.</summary>
    public static string? For(ReasonCode code) => code.IsDefault ? null : ByCode.GetValueOrDefault(code.Value);
}
