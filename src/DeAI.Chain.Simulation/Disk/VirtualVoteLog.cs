using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Disk;

/// <summary>
/// A node's vote log as bytes on a disk that may lie: each record twice with position and checksum, and the rules of the real log for what is
/// read back. A torn tail is cut, a damaged copy healed, anything else is damage and nothing may be signed.
/// </summary>
internal sealed class VirtualVoteLog
{
    private readonly List<Frame> _frames = [];
    private readonly List<VoteRecord> _records = [];
    private ulong _next;

    /// <summary>What was appended and not pruned, whatever became of the bytes.</summary>
    public IReadOnlyList<VoteRecord> Written => _records;

    public void Append(VoteRecord record, ReadOnlyMemory<byte> encoded)
    {
        _records.Add(record);
        _frames.Add(Frame.Of(_next++, encoded));
    }

    /// <summary>A crash interrupted an append that was never acknowledged: some of its bytes are there.</summary>
    public void Tear(VoteRecord record, CounterRandom random)
    {
        byte[] encoded = Canonical.Encode(record);
        _frames.Add(Frame.Of(_next++, encoded.AsMemory(0, random.Below(encoded.Length))) with { IsTorn = true });
    }

    /// <summary>Flips a bit of one copy or of both of some record.</summary>
    public bool Rot(CounterRandom random)
    {
        if (_frames.Count == 0)
        {
            return false;
        }

        int victim = random.Below(_frames.Count);
        Frame frame = _frames[victim];
        byte[] rotten = frame.First.ToArray();
        rotten[random.Below(rotten.Length)] ^= (byte)(1 << random.Below(8));
        _frames[victim] = random.Chance(500) ? frame with { First = rotten } : frame with { First = rotten, Second = rotten };
        return true;
    }

    /// <summary>A record's bytes landed where another record stands, with a good checksum of their own. In the middle even half of them are damage.</summary>
    public bool Misdirect(CounterRandom random)
    {
        if (_frames.Count < 2)
        {
            return false;
        }

        int victim = random.Below(_frames.Count - 1);
        _frames[victim] = _frames[^1] with { Place = _frames[victim].Place, IsTorn = false };
        return true;
    }

    public void Prune(Epoch epoch, View floor)
    {
        int kept = 0;
        for (int i = 0; i < _records.Count; i++)
        {
            VoteRecord record = _records[i];
            if (record.Epoch > epoch || (record.Epoch == epoch && record.View > floor))
            {
                _records[kept] = record;
                _frames[kept++] = _frames[i];
            }
        }

        _records.RemoveRange(kept, _records.Count - kept);
        _frames.RemoveRange(kept, _frames.Count - kept);
    }

    /// <summary>Reads the log back, as at a restart; a torn tail is gone afterwards.</summary>
    public VoteLogContent Recover()
    {
        bool torn = _frames.RemoveAll(static frame => frame.IsTorn) > 0;
        bool healed = false;
        List<VoteRecord> records = [];
        foreach (Frame frame in _frames)
        {
            if (!frame.IsSound && !frame.Swapped().IsSound)
            {
                return new VoteLogContent([], torn, healed, IsDamaged: true);
            }

            healed |= !frame.IsSound;
            records.Add(Canonical.Decode<VoteRecord>((frame.IsSound ? frame.First : frame.Second).Span).Value);
        }

        return new VoteLogContent(records, torn, healed, IsDamaged: false);
    }

    /// <param name="Place">Where in the file it stands.</param>
    /// <param name="Position">Where its bytes say that it stands.</param>
    private readonly record struct Frame(ulong Place, ulong Position, ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Second, Hash256 Sum)
    {
        public bool IsTorn { get; init; }

        public bool IsSound => Place == Position && Sha256.Hash(First.Span) == Sum;

        public static Frame Of(ulong position, ReadOnlyMemory<byte> encoded) => new(position, position, encoded, encoded, Sha256.Hash(encoded.Span));

        public Frame Swapped() => this with { First = Second };
    }
}
