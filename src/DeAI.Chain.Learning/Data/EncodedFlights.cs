namespace DeAI.Chain.Learning.Data;

/// <summary>Rows ready for training: row i belongs to flight i of the input.</summary>
public sealed class EncodedFlights
{
    private readonly sbyte[] _features;
    private readonly int[] _late;
    private readonly int[] _delays;

    internal EncodedFlights(sbyte[] features, int[] late, int[] delays)
    {
        _features = features;
        _late = late;
        _delays = delays;
    }

    /// <summary>The number of rows.</summary>
    public int Count => _late.Length;

    /// <summary>Row-major int8 Q6, <see cref="FlightFeatureEncoder.Width"/> per row.</summary>
    public ReadOnlySpan<sbyte> Features => _features;

    /// <summary>1 when the flight arrived more than <see cref="FlightFeatureEncoder.LateAfterMinutes"/> minutes late, else 0.</summary>
    public ReadOnlySpan<int> Late => _late;

    /// <summary>Delay on arrival in minutes, clamped as <see cref="FlightFeatureEncoder.ClampDelay"/> does.</summary>
    public ReadOnlySpan<int> DelayMinutes => _delays;

    public ReadOnlySpan<sbyte> Row(int index) =>
        _features.AsSpan(checked(index * FlightFeatureEncoder.Width), FlightFeatureEncoder.Width);
}
