using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api;

/// <summary>The mempool's answer. <paramref name="Id"/> is default where the bytes were refused before an id could be computed.</summary>
public readonly record struct SubmitResult(Hash256 Id, Result Result);
