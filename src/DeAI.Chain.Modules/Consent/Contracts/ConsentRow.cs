using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Contracts;

/// <summary>A consent with what it is for.</summary>
/// <param name="Task"><c>default</c>: every task of the purpose.</param>
public sealed record ConsentRow(Hash256 DataSet, string Purpose, Hash256 Task, ConsentRecord Record);
