using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Queries;

/// <summary>A version with its id.</summary>
public sealed record VersionRow(Hash256 Id, ModelVersion Record);
