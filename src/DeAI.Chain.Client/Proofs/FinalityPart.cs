using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Proofs;

/// <summary>A header with what makes it final, in canonical encodings. <paramref name="NextValidators"/> is empty but in a handover.</summary>
public sealed record FinalityPart(Blob Header, Sequence<Blob> Descendants, Blob Certificate, Blob NextValidators);
