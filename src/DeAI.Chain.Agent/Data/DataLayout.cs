namespace DeAI.Chain.Agent.Data;

/// <summary>How a member's blocks are divided.</summary>
/// <param name="HoldoutGroups">One per round of the task.</param>
/// <param name="HoldoutBlocksPerGroup">Registered for a round; the beacon chooses among them.</param>
/// <param name="MaxTrainingBlocks">Blocks beyond these stay unused.</param>
public readonly record struct DataLayout(int HoldoutGroups, int HoldoutBlocksPerGroup, int MaxTrainingBlocks);
