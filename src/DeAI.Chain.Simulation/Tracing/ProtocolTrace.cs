using System.Collections.Immutable;
using DeAI.Chain.Consensus;

namespace DeAI.Chain.Simulation.Tracing;

/// <summary>The protocol's steps in one epoch of a run, in an order in which they happened.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Seats">Validators.</param>
/// <param name="Faulty">The seats of Byzantine validators, ascending.</param>
/// <param name="Start">The block that the epoch starts from.</param>
/// <param name="Events">
/// The steps. A vote stands where it was decided and not where it was signed: in between it waits for the disk, and nobody sees it. A
/// decision that a crash took back before it was durable is left out.
/// </param>
public sealed record ProtocolTrace(Epoch Epoch, int Seats, ImmutableArray<int> Faulty, BlockRef Start, ImmutableArray<ProtocolEvent> Events);
