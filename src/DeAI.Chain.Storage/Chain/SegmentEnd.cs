using DeAI.Chain.Primitives;

namespace DeAI.Chain.Storage.Chain;

/// <summary>A segment with the height of its last block.</summary>
public sealed record SegmentEnd(Height Last, StoredSegment Segment);
