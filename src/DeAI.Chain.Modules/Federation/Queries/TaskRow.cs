using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.Queries;

/// <summary>A task with its id.</summary>
public sealed record TaskRow(Hash256 Id, TaskRecord Record);
