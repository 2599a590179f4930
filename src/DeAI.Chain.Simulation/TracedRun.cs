using System.Collections.Immutable;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation;

/// <summary>A run and the protocol's steps in it.</summary>
/// <param name="Report">The same as without tracing.</param>
/// <param name="Epochs">One trace for each epoch in which anything happened, ascending.</param>
public sealed record TracedRun(SimulationReport Report, ImmutableArray<ProtocolTrace> Epochs);
