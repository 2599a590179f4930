using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>What a member says and shows in one round: the commitment now, the opening later.</summary>
public sealed record PreparedContribution(Commit Commit, Bytes32 UpdateSalt, ModelUpdate Update, Opening Opening);
