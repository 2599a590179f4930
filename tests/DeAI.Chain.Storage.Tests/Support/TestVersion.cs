using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Storage.Tests.Support;

/// <summary>A committed block, and what the test's rows were after it.</summary>
internal sealed record TestVersion(ExecutedBlock Block, Dictionary<int, Blob> Rows);
