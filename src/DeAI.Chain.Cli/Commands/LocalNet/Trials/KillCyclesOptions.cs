namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>What <see cref="KillCycles"/> does.</summary>
/// <param name="Seed">Draws kinds, victims and pauses. The network itself does not follow it: two runs are alike, not the same.</param>
/// <param name="Outstanding">Transfers under way at once.</param>
/// <param name="ReadyLimit">Within which a node should be ready. Later ones are counted, not failed: the machine may be shared.</param>
/// <param name="Patience">After which a node that is not ready, or a chain that does not go on, ends the trial.</param>
public sealed record KillCyclesOptions(int Cycles, int Seed, int Validators, int Accounts, int Outstanding, TimeSpan ReadyLimit, TimeSpan Patience);
