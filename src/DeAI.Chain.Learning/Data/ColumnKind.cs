namespace DeAI.Chain.Learning.Data;

/// <summary>
/// What a column holds, as its member declares it. The last four exist so that a member can be told no: they may never be shared between
/// competitors (personal data; prices, capacities and strategy under competition law).
/// </summary>
public enum ColumnKind : byte
{
    None = 0,

    /// <summary>A moment, in ticks of the scale.</summary>
    Time = 1,

    /// <summary>A span of time.</summary>
    Duration = 2,

    /// <summary>A physical quantity: distance, mass, temperature.</summary>
    Measurement = 3,

    /// <summary>A place by public code: airport, port, depot.</summary>
    Place = 4,

    /// <summary>One of a closed list.</summary>
    Category = 5,

    /// <summary>A number of events or things in operation, never of what could be sold.</summary>
    Count = 6,

    /// <summary>0 or 1.</summary>
    Flag = 7,

    Person = 64,
    Price = 65,
    Capacity = 66,
    Strategy = 67,
}
