namespace DeAI.Chain.Primitives.Encoding;

/// <summary>
/// A value with exactly one encoding. <c>Decode(Encode(x)) == x</c>, and no other bytes decode to x.
/// </summary>
/// <remarks>
/// A decoder never throws and never allocates from a length it has not compared with what is left: on bad input it leaves
/// <see cref="CanonicalReader.Failure"/> set and returns any value, which the caller discards.
/// </remarks>
public interface ICanonical<TSelf>
    where TSelf : ICanonical<TSelf>
{
    void Encode(CanonicalWriter writer);

    static abstract TSelf Decode(ref CanonicalReader reader);
}
