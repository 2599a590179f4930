namespace DeAI.Chain.Cli.Commands.LocalNet.Membership;

/// <summary>A change of the validators that members voted for and that took effect.</summary>
/// <param name="Proposal">Its id.</param>
/// <param name="ExecutedAt">The block that closed the epoch.</param>
/// <param name="Epoch">The first epoch of the new set.</param>
/// <param name="Validators">How many there are in it.</param>
public sealed record MembershipChange(string Proposal, ulong ExecutedAt, ulong Epoch, int Validators);
