#!/bin/sh
# icalendar 2.8.0 of Ruby (Debian 12's ruby-icalendar 2.8.0-1, Ruby 3.1.2, amd64, 2026-12-01), an invitation that defines its own zone
# (VTIMEZONE), and further days given as periods (RDATE;VALUE=PERIOD), RFC 5545, sections 3.6.5 and 3.8.5.2.
# Guess: the components of a file may stand in any order (section 3.6 prescribes none); what was read can be written again.
# Seen: a definition counts for what stands below it. With the zone below the meeting nine o'clock is nine o'clock in UTC, without an
# error, and TZID is still there when it is written again, so the file looks right. The hours of periods are in UTC in both cases, and
# written again they have a parameter nobody has asked for, X-TZ-INFO, whose value is Ruby's name of an object in the memory of this
# process ("#<Icalendar::Timezone:0x000…>"). A moment without a period is right. A backslash before an n in a text ("C:\new") becomes
# a backslash and a line break.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 .
for package in ruby3.1 libruby3.1 ruby-ice-cube ruby-icalendar=2.8.0-1; do apt-get --quiet --quiet download "$package" 2>/dev/null; done
for file in *.deb; do dpkg-deb --extract "$file" .; done
export LD_LIBRARY_PATH="$folder/usr/lib/x86_64-linux-gnu" GEM_HOME="$folder/gems" GEM_PATH="$folder/gems"
ruby="$folder/usr/lib/ruby"
gems="$folder/usr/share/rubygems-integration/all/gems"
export RUBYLIB="$gems/icalendar-2.8.0/lib:$(echo "$gems"/ice_cube-*/lib):$ruby/vendor_ruby:$ruby/3.1.0:$folder/usr/lib/x86_64-linux-gnu/ruby/3.1.0"
cat >try.rb <<'RB'
require "stringio"
require "icalendar"

ZONE = ["BEGIN:VTIMEZONE", "TZID:SE Asia Standard Time", "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0700", "TZOFFSETTO:+0700",
        "END:STANDARD", "END:VTIMEZONE"]
EVENT = ["BEGIN:VEVENT", "UID:1@desk.example", "DTSTAMP:20261201T000000Z", "DTSTART;TZID=SE Asia Standard Time:20261202T090000",
         "RDATE;TZID=SE Asia Standard Time:20261203T090000", "RDATE;TZID=SE Asia Standard Time;VALUE=PERIOD:20261204T090000/PT1H",
         "DESCRIPTION:C:\\\\new", "END:VEVENT"]

def read(*parts)
  text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//desk//id", *parts.flatten, "END:VCALENDAR", ""].join("\r\n")
  calendar = Icalendar::Calendar.parse(text).first
  written = calendar.to_ical.gsub("\r\n ", "").lines.grep(/^(DTSTART;|RDATE)/)
  puts written, calendar.events.first.dtstart.to_time.inspect
  [calendar.events.first, written]
end

def sure(right) = right || raise("no longer so")

event, written = read(ZONE, EVENT)
sure event.dtstart.to_time.getutc.hour == 2
moment, (from, _) = event.rdate
sure moment.to_time.getutc.hour == 2 && from.to_time.getutc.hour == 9
sure written.last.match?(/X-TZ-INFO="?#<Icalendar::Timezone:0x/)
sure event.description.to_s == "C:\\\new"
event, written = read(EVENT, ZONE)
sure event.dtstart.to_time.getutc.hour == 9
sure written.first.include?("TZID=SE Asia Standard Time:20261202T090000")
RB
TZ=UTC usr/bin/ruby3.1 --disable-gems try.rb
