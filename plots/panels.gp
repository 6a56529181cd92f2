# SPDX-License-Identifier: MIT
# The pictures of a run: time per pass, memory, and where the answer changes.
#
#     gnuplot -d -c panels.gp time.dat time.svg svg      (or: rss.dat, time.png png)
#
# Draws each line of its data file as what its first column says, where it says; all names come
# from there, and what is not of a kind has no place, so that it is not drawn.

data = ARG1
set datafile separator '\t'
set encoding utf8
set errorbars 0.6

stats data using (strcol(1) eq 'canvas' ? $5 : 0) name 'width' nooutput
stats data using (strcol(1) eq 'canvas' ? $6 : 0) name 'height' nooutput
width = width_max
height = height_max

if (ARG3 eq 'png') {
    set terminal pngcairo size 2 * width, 2 * height font 'sans-serif,12' fontscale 1.5 \
        linewidth 2 pointscale 3 background '#ffffff' noenhanced
} else {
    set terminal svg size width, height font 'sans-serif,12' background '#ffffff' noenhanced
}
set output ARG2
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset key
set xrange [0:width]
set yrange [height:0]

# Read, mmap and the others, as on the page: colours safe for colour-blind eyes, and shapes beside them.
colour(family) = family == 0 ? 0xb45309 : family == 1 ? 0x0b62a8 : 0x666666
faint(family) = colour(family) + 0xa0000000
symbol(family) = family == 0 ? 7 : family == 1 ? 13 : 9
y(kind) = strcol(1) eq kind ? $4 : NaN
bar(kind, family) = strcol(1) eq kind && $2 == family ? $4 : NaN

plot for [f = 0:1] data using 3:(bar('band', f)):3:5:4:6 \
        with boxxyerror fillstyle solid 0.1 noborder linecolor rgb colour(f), \
    data using 3:(y('grid')):($5 - $3):($6 - $4) \
        with vectors nohead linetype 1 linecolor rgb '#e4e4e4', \
    data using 3:(y('axis')):($5 - $3):($6 - $4) \
        with vectors nohead linetype 1 linecolor rgb '#888888', \
    data using 3:(y('ribbon')):6 \
        with filledcurves fillstyle transparent solid 0.25 noborder linecolor rgb '#444444', \
    data using 3:(y('predicted')) with lines dashtype 2 linewidth 1.5 linecolor rgb '#888888', \
    data using 3:(y('curve')) with lines linewidth 1.5 linecolor rgb '#444444', \
    data using 3:(y('crossing')):($5 - $3):(0) \
        with vectors nohead linewidth 5 linecolor rgb '#444444', \
    data using 3:(y('reference')):($5 - $3):($6 - $4) \
        with vectors nohead dashtype 3 linecolor rgb '#444444', \
    for [f = 0:3] data using 3:(bar('own', f)):3:5:4:6 \
        with boxxyerror linecolor rgb colour(f) fillstyle solid noborder, \
    for [f = 0:3] data using 3:(bar('mapped', f)):3:5:4:6 \
        with boxxyerror linecolor rgb colour(f) fillstyle pattern 4 \
        border linecolor rgb colour(f), \
    data using 3:(y('dot')):(0.45):(symbol($2)):(faint($2)) \
        with points pointsize variable pointtype variable linecolor rgb variable, \
    data using 3:(y('interval')):3:5:(colour($2)) \
        with xerrorbars pointtype 0 linewidth 1.5 linecolor rgb variable, \
    data using 3:(y('median')):(1.0):(symbol($2)):(0xffffff) \
        with points pointsize variable pointtype variable linecolor rgb variable, \
    data using 3:(y('median')):(0.75):(symbol($2)):(colour($2)) \
        with points pointsize variable pointtype variable linecolor rgb variable, \
    data using 3:(y('heading')):7 with labels left noenhanced font ',16', \
    data using 3:(y('section')):7 with labels left noenhanced font ',15', \
    data using 3:(y('title')):7 with labels left noenhanced font ',12', \
    data using 3:(y('caption')):7 \
        with labels left noenhanced font ',11' textcolor rgb '#444444', \
    data using 3:(y('key')):7 with labels left noenhanced font ',11', \
    data using 3:(y('name')):7 with labels right noenhanced font ',11', \
    data using 3:(y('value')):7 with labels center noenhanced font ',11', \
    data using 3:(y('note')):7 \
        with labels left noenhanced font ',10' textcolor rgb '#777777', \
    data using 3:(y('tick')):7 \
        with labels center noenhanced font ',11' textcolor rgb '#444444'
unset output
