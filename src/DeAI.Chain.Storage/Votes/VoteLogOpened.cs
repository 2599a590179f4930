using DeAI.Chain.Primitives;

namespace DeAI.Chain.Storage.Votes;

/// <summary>The log, and every record in it. All of them are durable, also those whose flush the last process never saw the end of.</summary>
public sealed record VoteLogOpened(VoteLog Log, Sequence<Blob> Records, VoteLogReport Report) : VoteLogOpening;
