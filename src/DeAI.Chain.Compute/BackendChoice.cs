using System.Collections.Immutable;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Compute;

/// <summary>The backend to use, and why faster ones were passed over: a failed self-test there belongs in the operator's log.</summary>
public sealed record BackendChoice(ITensorBackend Backend, ImmutableArray<Refusal> PassedOver);
