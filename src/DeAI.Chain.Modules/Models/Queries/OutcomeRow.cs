using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Queries;

/// <summary>A reported outcome with the prediction it is about.</summary>
public sealed record OutcomeRow(Hash256 Prediction, OutcomeRecord Record);
