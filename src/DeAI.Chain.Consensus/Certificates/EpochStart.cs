namespace DeAI.Chain.Consensus;

/// <summary>Where an epoch begins.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="Validators">Who votes in it, checked by <see cref="ValidatorSet.Check"/>.</param>
/// <param name="StartView">
/// The view of the block that the epoch starts from: 0 for genesis, else the view of the block that closed the epoch before. The first view
/// voted on is the next one; views of carriers of the old epoch are used again, with another epoch in what is signed.
/// </param>
/// <param name="StartDigest">The digest of that block.</param>
public sealed record EpochStart(Epoch Epoch, ValidatorSet Validators, View StartView, Hash256 StartDigest);
