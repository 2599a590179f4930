namespace DeAI.Chain.Ledger.Modules;

/// <summary>The work of a message as far as it can be told from the message alone: the basis of its fee and of the block's budget.</summary>
/// <param name="StateWrites">Entries written, at most.</param>
/// <param name="MultiplyAccumulates">Integer products of a training replay or a prediction.</param>
public readonly record struct Work(ulong StateWrites, ulong MultiplyAccumulates);
