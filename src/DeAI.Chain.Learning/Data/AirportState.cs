namespace DeAI.Chain.Learning.Data;

/// <summary>The state of one airport.</summary>
internal sealed class AirportState
{
    public DelayAverages Inbound;
    public DelayAverages Outbound;

    /// <summary>Departures, known at once.</summary>
    public DecayedSum Departures;

    /// <summary>Flights on their way here.</summary>
    public int Airborne;
}
